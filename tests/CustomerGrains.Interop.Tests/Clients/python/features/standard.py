import grpc
from grpc.health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc.reflection.v1 import reflection_pb2
from grpc.reflection.v1alpha import reflection_pb2 as reflection_alpha_pb2

from run import EMPTY, Requests, fails

SERVICES = {
    "customergrains.v1.Directory",
    "customergrains.v1.Models",
    "customergrains.v1.Operations",
    "customergrains.v1.Policies",
    "customergrains.v1.Subscribers",
    "customergrains.v1.UsageFeed",
    "grpc.health.v1.Health",
}


def health_check(run):
    health = run.connect().health
    for service in ("", "customergrains.v1.UsageFeed"):
        assert health.Check(HealthCheckRequest(service=service)).status == HealthCheckResponse.SERVING
    fails(grpc.StatusCode.NOT_FOUND, lambda: health.Check(HealthCheckRequest(service="nobody")))


def health_watch(run):
    watch = run.connect(address=run.settings["drain"]).health.Watch(HealthCheckRequest())
    assert next(watch).status == HealthCheckResponse.SERVING
    run.harness.Drain(EMPTY)
    assert next(watch).status == HealthCheckResponse.NOT_SERVING
    run.harness.Restart(EMPTY)


def reflect(stub, messages):
    """Asks what a tool asks: which services there are, and the file of one of them."""
    requests = Requests()
    stream = stub.ServerReflectionInfo(iter(requests))

    def ask(**request):
        requests.send(messages.ServerReflectionRequest(**request))
        return next(stream)

    names = {service.name for service in ask(list_services="").list_services_response.service}
    assert SERVICES <= names, f"{SERVICES - names} is not among {names}"
    files = ask(file_containing_symbol="customergrains.v1.UsageFeed.Publish").file_descriptor_response.file_descriptor_proto
    assert any(b"customergrains/v1/usage_feed.proto" in f and b"BatchAck" in f for f in files)
    assert ask(file_by_filename="no/such.proto").error_response.error_code == grpc.StatusCode.NOT_FOUND.value[0]
    requests.close()


FEATURES = {
    "health check": health_check,
    "health watch through a stop": health_watch,
    "reflection v1": lambda run: reflect(run.connect().reflection, reflection_pb2),
    "reflection v1alpha": lambda run: reflect(run.connect().reflection_alpha, reflection_alpha_pb2),
}
