import grpc
from customergrains.v1.directory_pb2 import RegisterSubscriberRequest
from google.rpc.details_pb2 import BadRequest, ErrorInfo, Status
from interop_pb2 import EchoRequest, Ending

from run import fails


def ending(code, message):
    return EchoRequest(ending=Ending(code=code, message=message))


def trailers_only(run):
    echo = run.connect().echo
    assert fails(grpc.StatusCode.NOT_FOUND, lambda: echo.Unary(ending(5, "not here"))).details() == "not here"
    assert fails(grpc.StatusCode.NOT_FOUND, lambda: next(echo.Expand(ending(5, "nor here")))).details() == "nor here"


def late_error(run):
    stream = run.connect().echo.Expand(EchoRequest(responses=3, response_bytes=10, ending=Ending(code=15, message="late")))
    assert [next(stream).number for _ in range(3)] == [0, 1, 2]
    assert fails(grpc.StatusCode.DATA_LOSS, lambda: next(stream)).details() == "late"


def unicode_message(run):
    message = 'größer als 100 % – 数字 😀 "\\" \t \r\n.'
    echo = run.connect().echo
    assert fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: echo.Unary(ending(3, message))).details() == message


def every_code(run):
    echo = run.connect().echo
    codes = [code for code in grpc.StatusCode if code != grpc.StatusCode.OK]
    assert len(codes) == 16
    for code in codes:
        message = f"code {code.value[0]}"
        assert fails(code, lambda: echo.Unary(ending(code.value[0], message))).details() == message


def rich_details(run):
    directory = run.connect().directory
    request = RegisterSubscriberRequest(subscriber_id="a/b")
    error = fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: directory.RegisterSubscriber(request))
    status = Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
    assert (status.code, status.message) == (3, error.details())
    info, details = ErrorInfo(), BadRequest()
    assert [packed.Unpack(message) for packed, message in zip(status.details, (info, details), strict=True)] == [True, True]
    assert (info.reason, info.domain) == ("INVALID_FIELD", "customergrains")
    (violation,) = details.field_violations
    assert violation.field == "subscriber_id"
    assert "no '/'" in violation.description


def unknown_method(run):
    connection = run.connect()
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: connection.echo.Missing(EchoRequest()))
    # A method that no proto names, as a client of a later version would call.
    later = connection.channel.unary_stream("/customergrains.v1.UsageFeed/NotYetInvented")
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: next(later(b"")))


def unknown_service(run):
    connection = run.connect()
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: connection.nowhere.Unary(EchoRequest()))
    connection.echo.Unary(EchoRequest())


FEATURES = {
    "trailers-only error": trailers_only,
    "error after messages": late_error,
    "status message in Unicode": unicode_message,
    "every status code": every_code,
    "rich error details": rich_details,
    "unknown method": unknown_method,
    "unknown service": unknown_service,
}
