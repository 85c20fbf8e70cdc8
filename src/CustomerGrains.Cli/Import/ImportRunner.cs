using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Import;

/// <summary>Imports what a file's rows say, in as many readings as the mapping makes things of them: subscribers first, who must be registered
/// before anything can be linked to them; then whom lines are linked to; the links last.</summary>
internal sealed class ImportRunner(CustomerGrainsClient client, ImportOptions options, Terminal terminal, TimeProvider timeProvider)
{
    /// <summary>Runs to the end.</summary>
    /// <exception cref="CliException">The file or the mapping cannot be used, or with --distinct something is there twice with other content.</exception>
    public async Task<ImportSummary> RunAsync(CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var mapping = MappingFile.Load(options.Mapping);
        var passes = Passes(mapping);
        using var errors = new ImportErrors(options.File, options.Errors, terminal);
        var counts = new List<ImportCounts>();
        foreach (var pass in passes)
        {
            using var source = CsvSource.Open(options.File, mapping);
            counts.Add(await pass.RunAsync(source, options, errors, cancellationToken));
        }

        errors.End();
        return new ImportSummary(options.File, counts) { Seconds = Math.Round(timeProvider.GetElapsedTime(started).TotalSeconds, 3) };
    }

    /// <summary>Made before anything is sent: what does not fit the file is said first.</summary>
    private List<ImportPass> Passes(MappingFile mapping)
    {
        using var source = CsvSource.Open(options.File, mapping);
        var passes = new List<ImportPass>();
        if (mapping.Subscriber is not null)
        {
            passes.Add(new ImportPass<RegisterSubscriberRequest>(
                "subscriber", new SubscriberMapper(mapping, source.Columns), new RegistrationSender(client), static request => (request.SubscriberId, request.RequestId)));
        }

        foreach (var (kind, party) in mapping.Parties())
        {
            var mapper = new PartyMapper(mapping, kind, party, source.Columns);
            passes.Add(new ImportPass<DescribePartyRequest>(Domain.Parties.PartyKinds.NameOf(kind), mapper, new DescriptionSender(client), static request => (request.PartyId, request.ToString())));
        }

        if (mapping.CustomerLink is not null)
        {
            passes.Add(new ImportPass<FactInput>("customerLink", new CustomerLinkMapper(mapping, source.Columns), new FactSender(client), static fact => (fact.SubscriberId, fact.Fact.Id)));
        }

        if (mapping.Membership is not null)
        {
            passes.Add(new ImportPass<FactInput>(
                "membership", new MembershipMapper(mapping, source.Columns), new FactSender(client), static fact => ($"{fact.SubscriberId} in {fact.Fact.MembershipChanged.GroupId}", fact.Fact.Id)));
        }

        return passes.Count > 0
            ? passes
            : throw new CliException("The mapping has no \"subscriber\", so rows cannot become subscribers; nor has it customer, account, group, prospect, customerLink or membership.", CliException.Usage);
    }
}
