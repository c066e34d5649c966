using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Access;

/// <summary>What an act is about: it decides which relations count.</summary>
public enum About
{
    Order,
    Person,
    Server,

    /// <summary>Reached without a key or session.</summary>
    Open,
}

/// <summary>How the site of who acts stands to what the act is about.</summary>
public enum Relation
{
    /// <summary>The site refers, collects, makes, keeps in stock or gives in this order.</summary>
    Party,

    /// <summary>The site only carries in this order.</summary>
    Carrier,

    /// <summary>The site plays no part in this order.</summary>
    None,

    OwnSite,
    OtherSite,

    /// <summary>Another site, asked by somebody of the site that runs the server and looks after all.</summary>
    Operations,

    /// <summary>The act is about no order and no person.</summary>
    Here,
}

public static class Relations
{
    /// <summary>How a site stands to an order: a party as soon as one of its parts is more than carrying.</summary>
    public static Relation To(this Order order, string site) => Among(order.Parties, site);

    /// <param name="parties">Party to site.</param>
    /// <param name="site">The site of who acts.</param>
    public static Relation Among(IEnumerable<KeyValuePair<string, string>> parties, string site)
    {
        var relation = Relation.None;
        foreach (var (party, at) in parties)
        {
            if (at != site) continue;
            if (!Vocabulary.Carriers.Contains(party)) return Relation.Party;
            relation = Relation.Carrier;
        }
        return relation;
    }

    /// <summary>The site of those who run the server; the first administrator belongs to it.</summary>
    public const string OperationsSite = "operations";

    public static Relation ToPersonOf(string theirs, string mine) =>
        theirs == mine ? Relation.OwnSite : mine == OperationsSite ? Relation.Operations : Relation.OtherSite;
}
