using System.CommandLine;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The options that say where interactions are, how they are read and what is held out.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _data = new("--data") { Description = "The training data: a text file, one interaction per line, separated by tabs or commas; a file .parquet; or \"sqlite:FILE?QUERY\".", HelpName = "SOURCE" };
    private readonly Option<string?> _user = new("--user-column") { Description = "The users' column, by name or position from 0; by default 'user', else the first.", HelpName = "COLUMN" };
    private readonly Option<string?> _item = new("--item-column") { Description = "The items' column, by name or position from 0; by default 'item', else the second.", HelpName = "COLUMN" };
    private readonly Option<string?> _rating = new("--rating-column") { Description = "The ratings' column, by name or position from 0; with a threshold by default 'rating', else the third.", HelpName = "COLUMN" };
    private readonly Option<float?> _threshold = new("--rating-threshold") { Description = "Leaves out rows with a rating below; by default every row counts.", CustomParser = result => OptionParsers.Finite(result), HelpName = "RATING" };
    private readonly Option<string?> _time = new("--time-column") { Description = "The column of times, by name or position from 0: --hold-out then takes the latest instead of random items.", HelpName = "COLUMN" };
    private readonly Option<char?> _delimiter = new("--delimiter") { Description = "What separates the columns: a character, or tab, comma, semicolon, space; recognised by default.", CustomParser = result => OptionParsers.Delimiter(result), HelpName = "CHARACTER" };
    private readonly Option<bool> _noHeader = new("--no-header") { Description = "The first line is an interaction; by default it is a header, unless all its fields are numbers." };
    private readonly Option<bool> _noQuotes = new("--no-quotes") { Description = "Double quotes are ordinary characters." };
    private readonly Option<string?> _test = new("--test") { Description = "Test interactions, with the same columns; text, Parquet or SQLite as --data.", HelpName = "SOURCE" };
    private readonly Option<int?> _holdOut = new("--hold-out") { Description = "Tests on K items of every user, drawn by the seed, or the latest; not trained on.", CustomParser = result => OptionParsers.AtLeastOne(result), HelpName = "K" };
    private readonly Option<int> _seed = CommonOptions.Seed();

    private DataOptions()
    {
    }

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="testRequired">Whether there must be something to evaluate on.</param>
    /// <param name="dataRequired">Whether the training file must be given even where nothing is evaluated.</param>
    public static DataOptions AddTo(CliCommand command, bool testRequired, bool dataRequired = true)
    {
        var options = new DataOptions();
        options._data.Required = dataRequired;
        foreach (Option option in new Option[]
        {
            options._data, options._user, options._item, options._rating, options._threshold, options._time,
            options._delimiter, options._noHeader, options._noQuotes, options._test, options._holdOut, options._seed,
        })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            bool test = result.GetResult(options._test) is not null;
            bool holdOut = result.GetResult(options._holdOut) is not null;
            bool text = new[] { result.GetValue(options._data), result.GetValue(options._test) }.Any(source => source is not null && InteractionSource.IsText(source));
            if (!text && (result.GetResult(options._delimiter) is not null || result.GetValue(options._noHeader) || result.GetValue(options._noQuotes)))
            {
                result.AddError("--delimiter, --no-header and --no-quotes are for text files.");
            }

            if (test && holdOut)
            {
                result.AddError("--test and --hold-out exclude each other.");
            }

            if ((test || holdOut) && !dataRequired && result.GetResult(options._data) is null)
            {
                result.AddError("--test and --hold-out need --data, the training data: what it holds is never recommended to its user again.");
            }

            if (testRequired && !test && !holdOut)
            {
                result.AddError("There is nothing to evaluate on: give --test or --hold-out.");
            }
        });
        return options;
    }


    /// <summary>The seed.</summary>
    public int GetSeed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <summary>Whether there is something to evaluate on.</summary>
    public bool HasTest(ParseResult parsed) => parsed.GetValue(_test) is not null || GetHoldOut(parsed) is not null;

    /// <summary>How many items of every user are held out, where they are.</summary>
    public int? GetHoldOut(ParseResult parsed) => parsed.GetValue(_holdOut);

    /// <summary>Loads the training data.</summary>
    public IDataView LoadData(MLContext mlContext, ParseResult parsed) => InteractionSource.Load(mlContext, parsed.GetRequiredValue(_data)!, GetLoaderOptions(parsed));

    /// <summary>Loads the test interactions.</summary>
    public IDataView LoadTest(MLContext mlContext, ParseResult parsed) =>
        InteractionSource.Load(mlContext, parsed.GetRequiredValue(_test)!, GetLoaderOptions(parsed) with { TimeColumn = null });

    /// <summary>Loads the training data and what is to be evaluated on: the test interactions, or what is held out.</summary>
    public InteractionSplit LoadSplit(MLContext mlContext, ParseResult parsed)
    {
        var all = LoadData(mlContext, parsed);
        return GetHoldOut(parsed) is null ? new InteractionSplit(all, LoadTest(mlContext, parsed)) : HoldOut(all, parsed);
    }

    /// <summary>Divides the training data by <c>--hold-out</c>. Another process that does it with the same ids and seed gets the same.</summary>
    public InteractionSplit HoldOut(IDataView data, ParseResult parsed) => parsed.GetValue(_time) is null
        ? InteractionSplitter.HoldOutPerUser(data, GetHoldOut(parsed)!.Value, GetSeed(parsed))
        : InteractionSplitter.HoldOutLast(data, GetHoldOut(parsed)!.Value);

    private InteractionLoader.Options GetLoaderOptions(ParseResult parsed) => new()
    {
        UserColumn = parsed.GetValue(_user),
        ItemColumn = parsed.GetValue(_item),
        RatingColumn = parsed.GetValue(_rating),
        RatingThreshold = parsed.GetValue(_threshold),
        TimeColumn = parsed.GetValue(_time),
        Delimiter = parsed.GetValue(_delimiter),
        HasHeader = parsed.GetValue(_noHeader) ? false : null,
        AllowQuoting = !parsed.GetValue(_noQuotes),
    };
}
