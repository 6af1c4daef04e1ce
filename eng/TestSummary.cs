// Adds up the TRX files of a folder: dotnet run eng/TestSummary.cs FOLDER
// Prints the failed tests and, as the last line, "N passed, N failed, N skipped". The exit code is not 0 when a test failed, when a
// run did not complete, or when nothing ran.
using System.Xml.Linq;

XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
int passed = 0, failed = 0, skipped = 0;
var complete = true;

var files = Directory.Exists(args[0]) ? Directory.GetFiles(args[0], "*.trx") : [];
foreach (var file in files.Order())
{
    var run = XDocument.Load(file).Root!;
    foreach (var result in run.Descendants(trx + "UnitTestResult"))
    {
        switch ((string?)result.Attribute("outcome"))
        {
            case "Passed":
                passed++;
                break;
            case "NotExecuted":
                skipped++;
                break;
            default:
                failed++;
                Console.WriteLine($"failed: {(string?)result.Attribute("testName")}");
                break;
        }
    }

    // A test host that crashed leaves a file too, with the tests that had ended by then.
    if ((string?)run.Element(trx + "ResultSummary")?.Attribute("outcome") != "Completed")
    {
        complete = false;
        Console.WriteLine($"did not complete without errors: {Path.GetFileNameWithoutExtension(file)}");
    }
}

Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
return complete && failed == 0 && passed > 0 ? 0 : 1;
