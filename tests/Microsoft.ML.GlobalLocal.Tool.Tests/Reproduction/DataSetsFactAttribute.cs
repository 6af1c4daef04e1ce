namespace Microsoft.ML.GlobalLocal.Tool.Tests;

/// <summary>A test of all data sets of the reproduction, most of which are not in the repository.</summary>
internal sealed class DataSetsFactAttribute : FactAttribute
{
    public DataSetsFactAttribute()
    {
        try
        {
            DataSetCatalog.CheckPresent(DataSetCatalog.All, Environment.GetEnvironmentVariable(ReproductionOptions.DataVariable));
        }
        catch (ToolException exception)
        {
            Skip = $"{ReproductionOptions.DataVariable} does not name the folder of all data sets. {exception.Message}";
        }
    }
}
