namespace CustomerGrains.Domain.Usage;

/// <summary>Record types of 3GPP TS 32.298 §5.1 that are understood, and what they say of service and direction.</summary>
public static class RecordTypes
{
    public const byte MoCall = 0;
    public const byte MtCall = 1;
    public const byte Roaming = 2;
    public const byte MoSms = 6;
    public const byte MtSms = 7;
    public const byte MoSmsInterworking = 8;
    public const byte MtSmsGateway = 9;
    public const byte Sgsn = 18;
    public const byte Ggsn = 19;
    public const byte SgsnMoSms = 21;
    public const byte SgsnMtSms = 22;
    public const byte MmsOriginator = 30;
    public const byte MmsRecipient = 32;
    public const byte SGw = 84;
    public const byte PGw = 85;
    public const byte ChargingFunction = 200;

    /// <summary>The service and direction of a record type; false when it is not understood.</summary>
    public static bool TryClassify(uint recordType, out ServiceKind service, out UsageDirection direction)
    {
        (service, direction) = recordType switch
        {
            MoCall or Roaming => (ServiceKind.Voice, UsageDirection.Outgoing),
            MtCall => (ServiceKind.Voice, UsageDirection.Incoming),
            MoSms or MoSmsInterworking or SgsnMoSms => (ServiceKind.Sms, UsageDirection.Outgoing),
            MtSms or MtSmsGateway or SgsnMtSms => (ServiceKind.Sms, UsageDirection.Incoming),
            Sgsn or Ggsn or SGw or PGw or ChargingFunction => (ServiceKind.Data, UsageDirection.Outgoing),
            MmsOriginator => (ServiceKind.Mms, UsageDirection.Outgoing),
            MmsRecipient => (ServiceKind.Mms, UsageDirection.Incoming),
            _ => (ServiceKind.None, UsageDirection.Outgoing),
        };
        return service != ServiceKind.None;
    }
}
