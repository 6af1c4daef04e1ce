using System.Globalization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// The numbers that the paper prints in its Tables 2 to 6, as printed. Data sets are named <c>movielens</c>, <c>madison</c>, <c>pittsburgh</c> and
/// <c>amazon</c>, systems as in the paper, metrics <c>recall</c>, <c>precision</c>, <c>hitRate</c>, <c>arhr</c> and <c>ndcg</c>.
/// </summary>
/// <remarks>
/// Also where they cannot be right: in Table 4 CoFactor repeats Metapath2vec++ on MovieLens; in Tables 4 and 5 the precisions of Metapath2vec++, BiNE,
/// CoFactor and N2VSCDNNR are not a fifth of their recalls, as they are with three test items per user and N = 15.
/// </remarks>
internal static class PaperNumbers
{
    private static readonly string[] TopNMetrics = ["recall", "precision", "hitRate", "arhr"];
    private static readonly string[] LeaveOneOutMetrics = ["hitRate", "ndcg"];

    private static readonly (string Name, string Title)[] ReplacedDataSets = [("pittsburgh", "Yelp Pittsburgh"), ("amazon", "Amazon Movies and TV")];

    private static readonly int[] LeaveOneOutDimensions = [32, 64, 128];

    private static readonly Dictionary<Key, double> Numbers = new[]
    {
        ReadTopN(2, "movielens", "madison", """
            GD 0.2230 0.2829 0.9025 1.1060 0.0797 0.0160 0.2126 0.0671
            GP 0.2001 0.2294 0.8956 0.8407 0.0790 0.0158 0.2124 0.0591
            GAD 0.2500 0.2961 0.9275 1.1736 0.0797 0.0159 0.2124 0.0671
            GAP 0.2391 0.2919 0.9166 1.1619 0.0818 0.0164 0.2172 0.0659
            LD 0.2965 0.3817 0.9303 1.5752 0.0873 0.0174 0.2322 0.0745
            LP 0.2452 0.2896 0.9251 1.1421 0.0985 0.0197 0.2563 0.0799
            LAD 0.2958 0.3743 0.9298 1.5077 0.1008 0.0201 0.2605 0.0835
            LAP 0.2833 0.3478 0.9406 1.4750 0.0998 0.0200 0.2589 0.0804
            AD 0.3045 0.3858 0.9475 1.5861 0.1006 0.0201 0.2600 0.0829
            AP 0.3002 0.3841 0.9428 1.5759 0.1009 0.0201 0.2609 0.0834
            """),
        ReadTopN(3, "pittsburgh", "amazon", """
            GD 0.0652 0.0130 0.1786 0.0559 0.0438 0.0088 0.1117 0.0388
            GP 0.0580 0.0116 0.1594 0.0464 0.0253 0.0051 0.0683 0.0207
            GAD 0.0652 0.0130 0.1786 0.0559 0.0470 0.0094 0.1207 0.0412
            GAP 0.0657 0.0131 0.1785 0.0549 0.0463 0.0093 0.1220 0.0412
            LD 0.0710 0.0142 0.1903 0.0680 0.0513 0.0103 0.1257 0.0530
            LP 0.0632 0.0127 0.1709 0.0491 0.0528 0.0106 0.1337 0.0481
            LAD 0.0723 0.0144 0.1931 0.0682 0.0529 0.0106 0.1343 0.0482
            LAP 0.0705 0.0141 0.1898 0.0642 0.0593 0.0119 0.1460 0.0551
            AD 0.0722 0.0144 0.1930 0.0681 0.0569 0.0114 0.1410 0.0551
            AP 0.0727 0.0145 0.1963 0.0731 0.0595 0.0119 0.1460 0.0577
            """),
        ReadTopN(4, "movielens", "madison", """
            Metapath2vec++ 0.2750 0.2810 0.8957 1.1761 0.0341 0.0101 0.1214 0.0381
            BiNE 0.1236 0.1721 0.7108 0.7559 0.0542 0.0128 0.1512 0.0481
            CoFactor 0.2750 0.2810 0.8957 1.1761 0.0951 0.0160 0.2088 0.0657
            N2VSCDNNR 0.2865 0.2933 0.9350 1.2241 0.1042 0.0166 0.2166 0.0686
            CIGAR 0.1728 0.2687 0.9300 0.9868 0.1124 0.0225 0.2952 0.0842
            AD 0.2983 0.4702 0.9788 1.9169 0.1355 0.0271 0.3524 0.0922
            AP 0.2983 0.4702 0.9788 1.9171 0.1355 0.0271 0.3524 0.0921
            """),
        ReadTopN(5, "pittsburgh", "amazon", """
            Metapath2vec++ 0.0326 0.0095 0.1164 0.0426 0.0257 0.0038 0.0643 0.0223
            BiNE 0.0399 0.0115 0.1352 0.0526 0.0389 0.0059 0.0875 0.0366
            CoFactor 0.0735 0.0144 0.1832 0.0602 0.0575 0.0087 0.1141 0.0494
            N2VSCDNNR 0.0818 0.0153 0.2008 0.0644 0.0608 0.0093 0.1237 0.0528
            CIGAR 0.1259 0.0252 0.3155 0.0876 0.0701 0.0140 0.1789 0.0665
            AD 0.1345 0.0269 0.3455 0.1001 0.0746 0.0149 0.1861 0.0768
            AP 0.1345 0.0269 0.3433 0.1138 0.0793 0.0159 0.1980 0.0796
            """),
        ReadLeaveOneOut("movielens", """
            NeuMF 0.6405 0.3679 0.6617 0.3834 0.6490 0.3766
            BCFNet 0.6723 0.3896 0.6702 0.3912 0.7010 0.4096
            AD 0.6426 0.3787 0.7063 0.4675 0.6903 0.3902
            AP 0.6501 0.4011 0.7243 0.4944 0.6999 0.4538
            """),
        ReadLeaveOneOut("madison", """
            NeuMF 0.6383 0.3917 0.6502 0.3986 0.6556 0.4104
            BCFNet 0.6664 0.4199 0.6661 0.4170 0.6682 0.4235
            AD 0.6304 0.3518 0.6477 0.4601 0.7010 0.5819
            AP 0.6275 0.3357 0.6361 0.4672 0.7079 0.5729
            """),
        ReadLeaveOneOut("pittsburgh", """
            NeuMF 0.6855 0.4253 0.6949 0.4324 0.6933 0.4394
            BCFNet 0.7000 0.4458 0.7048 0.4575 0.7062 0.4546
            AD 0.6571 0.3726 0.6841 0.5677 0.7261 0.6249
            AP 0.6455 0.3729 0.6841 0.5677 0.6754 0.4398
            """),
        ReadLeaveOneOut("amazon", """
            NeuMF 0.6437 0.3781 0.6422 0.3774 0.6490 0.3846
            BCFNet - - - - - -
            AD 0.6961 0.4356 0.6988 0.4319 0.6972 0.4302
            AP 0.6746 0.3770 0.6763 0.3999 0.6972 0.4257
            """),
    }.SelectMany(numbers => numbers).ToDictionary();

    /// <summary>The names and titles of the data sets of a table that other data takes the place of, since they were not at hand.</summary>
    /// <param name="table">The table, from 2 to 6.</param>
    public static IReadOnlyList<(string Name, string Title)> GetReplaced(int table) => table is 3 or 5 or 6 ? ReplacedDataSets : [];

    /// <summary>The dimensions d of Table 6.</summary>
    public static IReadOnlyList<int> Dimensions => LeaveOneOutDimensions;

    /// <summary>A number of Table 2 or 3, the ablation: K = 2, N = 15.</summary>
    /// <returns>The number, or null where the paper prints none.</returns>
    public static double? Ablation(string dataSet, string system, string metric) =>
        Find(2, dataSet, system, metric) ?? Find(3, dataSet, system, metric);

    /// <summary>A number of Table 4 or 5, the comparison of systems.</summary>
    /// <returns>The number, or null where the paper prints none.</returns>
    public static double? Systems(string dataSet, string system, string metric) =>
        Find(4, dataSet, system, metric) ?? Find(5, dataSet, system, metric);

    /// <summary>A number of Table 6, leave-one-out among 99 negatives: the hit rate or NDCG at 10.</summary>
    /// <returns>The number, or null where the paper prints none.</returns>
    public static double? LeaveOneOut(string dataSet, string system, int dimension, string metric) =>
        Find(6, dataSet, system, metric, dimension);

    private static double? Find(int table, string dataSet, string system, string metric, int dimension = 0) =>
        Numbers.TryGetValue(new Key(table, dataSet, system, metric, dimension), out double number) ? number : null;

    private static IEnumerable<KeyValuePair<Key, double>> ReadTopN(int table, string left, string right, string rows) =>
        Read(rows, (system, column) => new Key(table, column < TopNMetrics.Length ? left : right, system, TopNMetrics[column % TopNMetrics.Length], 0));

    private static IEnumerable<KeyValuePair<Key, double>> ReadLeaveOneOut(string dataSet, string rows) =>
        Read(rows, (system, column) => new Key(6, dataSet, system, LeaveOneOutMetrics[column % LeaveOneOutMetrics.Length], LeaveOneOutDimensions[column / LeaveOneOutMetrics.Length]));

    /// <summary>Reads rows of a system and its numbers; a dash is a number that is not there.</summary>
    private static IEnumerable<KeyValuePair<Key, double>> Read(string rows, Func<string, int, Key> key) =>
        from row in rows.Split('\n')
        let fields = row.TrimEnd().Split(' ')
        from column in Enumerable.Range(0, fields.Length - 1)
        where fields[column + 1] != "-"
        select KeyValuePair.Create(key(fields[0], column), double.Parse(fields[column + 1], CultureInfo.InvariantCulture));

    private readonly record struct Key(int Table, string DataSet, string System, string Metric, int Dimension);
}
