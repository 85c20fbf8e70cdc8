"""What the features work with."""

import itertools
import os
import queue

import grpc

# The stubs of grpc.health and grpc.reflection are in a folder that is named as the library is.
grpc.__path__.append(os.path.join(os.environ["PYTHONPATH"], "grpc"))

import interop_pb2 as interop  # noqa: E402
import interop_pb2_grpc  # noqa: E402
from customergrains.v1 import directory_pb2_grpc, subscribers_pb2_grpc, usage_feed_pb2_grpc  # noqa: E402
from google.protobuf.empty_pb2 import Empty  # noqa: E402
from grpc.health.v1 import health_pb2_grpc  # noqa: E402
from grpc.reflection.v1 import reflection_pb2_grpc  # noqa: E402
from grpc.reflection.v1alpha import reflection_pb2_grpc as reflection_alpha_pb2_grpc  # noqa: E402

_names = itertools.count(1)


def name_of_call():
    return f"python-{next(_names)}"


class Connection:
    """Typed clients over one connection of their own."""

    def __init__(self, channel):
        self.channel = channel
        self.echo = interop_pb2_grpc.EchoStub(channel)
        self.nowhere = interop_pb2_grpc.NowhereStub(channel)
        self.harness = interop_pb2_grpc.HarnessStub(channel)
        self.directory = directory_pb2_grpc.DirectoryStub(channel)
        self.subscribers = subscribers_pb2_grpc.SubscribersStub(channel)
        self.feed = usage_feed_pb2_grpc.UsageFeedStub(channel)
        self.health = health_pb2_grpc.HealthStub(channel)
        self.reflection = reflection_pb2_grpc.ServerReflectionStub(channel)
        self.reflection_alpha = reflection_alpha_pb2_grpc.ServerReflectionStub(channel)


class Run:
    """One feature's connections, closed when it is done."""

    def __init__(self, settings):
        self.settings = settings
        self._open = []
        self.harness = self.connect(address=settings["plain"]).harness

    def connect(self, options=None, address=None, credentials=None, **settings):
        # Each connection its own: channels of equal options share one otherwise.
        options = [("grpc.use_local_subchannel_pool", 1), *(options or {}).items()]
        address = address or self.settings["tapped"]
        channel = (
            grpc.secure_channel(address, credentials, options, **settings)
            if credentials
            else grpc.insecure_channel(address, options, **settings)
        )
        self._open.append(channel)
        return Connection(channel)

    def tls(self, address=None, authority=None, certificate=None, key=None):
        def read(file):
            if file is None:
                return None
            with open(file, "rb") as opened:
                return opened.read()

        credentials = grpc.ssl_channel_credentials(read(authority or self.settings["authority"]), read(key), read(certificate))
        return self.connect(address=address or self.settings["tls"], credentials=credentials)

    def traffic(self):
        return self.harness.GetTraffic(interop.TapName(tap=interop.TAP_PLAIN))

    def close(self):
        for channel in self._open:
            channel.close()


class Requests:
    """A stream of requests: what is sent goes out, and the half-close when it is over."""

    def __init__(self, *first):
        self._queue = queue.Queue()
        for request in first:
            self.send(request)

    def send(self, request):
        self._queue.put(request)

    def close(self):
        self._queue.put(None)

    def __iter__(self):
        return iter(self._queue.get, None)


def fails(code, action):
    """The error that the action must end with."""
    try:
        action()
    except grpc.RpcError as error:
        assert error.code() == code, f"{error.code()} instead of {code}: {error.details()}"
        return error
    raise AssertionError(f"expected {code}, and it succeeded")


EMPTY = Empty()
