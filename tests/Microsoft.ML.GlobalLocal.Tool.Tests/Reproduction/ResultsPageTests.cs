namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class ResultsPageTests
{
    [Fact]
    public void The_page_has_prose_claims_tables_and_figures_in_order()
    {
        var page = new ResultsPage
        {
            Title = "Results",
            Introduction = ["How it was done."],
            Machines = ["A machine.", "Another."],
            Sections =
            [
                new()
                {
                    Title = "Ablation",
                    Paragraphs = ["K = 2.", "N = 15."],
                    Claims = [new("AP beats LP", Verdict.Fails, "recall"), new("AD beats LD", Verdict.Open, "recall"), new("AD beats GD", Verdict.Holds, "recall"), new("AD is no worse than GP", Verdict.Stands, "recall")],
                    Tables = [new() { Name = "table-2", Title = "Table 2", Columns = [new("", "recall")], Rows = [new("", "AP", [ResultCell.Of([0.25])])] }],
                    Figures = [new() { Name = "figure-4", Title = "Figure 4: recall", Note = "For three M.", Rows = [] }],
                },
                new() { Title = "Systems" },
            ],
        };
        var output = new StringWriter();
        page.Write(output, "figures");
        Assert.Equal(
            """
            # Results

            How it was done.

            - [Ablation](#ablation)
              - [Table 2](#table-2)
              - [Figure 4: recall](#figure-4-recall)
            - [Systems](#systems)
            - [The machines](#the-machines)

            ## Ablation

            K = 2.

            N = 15.

            A claim holds, or does not, where the Wilcoxon signed-rank test over the users says so, two-sided, p < .05 after Holm's correction for the 4 claims of this table, and each seed points to the same side. Two systems are compared over the seeds that both ran with.

            | Claim | In these runs | Evidence |
            |---|---|---|
            | AP beats LP | **does not hold** | recall |
            | AD beats LD | not decided: chance or the seed would explain the difference | recall |
            | AD beats GD | holds | recall |
            | AD is no worse than GP | not behind, by no more than chance | recall |

            ### Table 2

            | System | recall |
            |---|---|
            | AP | **.2500** |

            Bold: the best of its column.

            ### Figure 4: recall

            For three M.

            ![Figure 4: recall](figures/figure-4.png)

            ## Systems

            ## The machines

            - A machine.
            - Another.

            """,
            output.ToString());
    }

    [Fact]
    public void The_machine_is_described_by_its_cores_and_runtime()
    {
        var description = MachineDescription.Describe();
        Assert.Contains($"{Environment.ProcessorCount} cores", description);
        Assert.Contains(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription, description);
        Assert.DoesNotContain(" 0 GiB", description);
        Assert.False(description.StartsWith(','));
    }
}
