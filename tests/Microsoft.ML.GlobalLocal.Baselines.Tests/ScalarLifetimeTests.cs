using Mono.Cecil;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>
/// A scalar that nothing refers to can be freed while libtorch reads it, which depends on when garbage is collected and so can't be tested by running.
/// TorchSharp makes such scalars within many of its methods; none of those is called.
/// </summary>
public class ScalarLifetimeTests
{
    [Theory]
    [InlineData(typeof(RepresentationNetworkTrainer))]
    [InlineData(typeof(CigarTrainer))]
    public void No_scalar_is_made_that_nothing_holds(Type type)
    {
        using var assembly = ModuleDefinition.ReadModule(type.Assembly.Location);
        using var calls = new TorchCalls();
        Assert.Contains(assembly.GetMemberReferences(), reference => reference.Name == nameof(ScalarExtensionMethods.ToScalar));
        string[] makers = [.. calls.FindScalarMakers(assembly)];
        Assert.True(makers.Length == 0, $"{type.Assembly.GetName().Name} calls what makes scalars that nothing holds: {string.Join(", ", makers)}.");
    }

    [Fact]
    public void What_makes_scalars_is_known()
    {
        using var assembly = ModuleDefinition.ReadModule(typeof(ScalarLifetimeTests).Assembly.Location);
        using var calls = new TorchCalls();
        Func<Tensor, Tensor>[] makers =
        [
            values => values * 2f,
            values => values + values,
            values => 1 - values,
            values => values.masked_fill(values, -1e9),
            values => nn.functional.softplus(values),
        ];
        Assert.Equal(makers.Length, calls.FindScalarMakers(assembly).Count());
    }

    /// <summary>Which methods of TorchSharp call which, by their code.</summary>
    private sealed class TorchCalls : IDisposable
    {
        private readonly ModuleDefinition _torch = ModuleDefinition.ReadModule(typeof(Tensor).Assembly.Location);
        private readonly Dictionary<string, bool> _makesScalar = [];

        /// <summary>The methods of TorchSharp that an assembly calls and that make a scalar of their own.</summary>
        public IEnumerable<string> FindScalarMakers(ModuleDefinition assembly) => assembly.GetMemberReferences()
            .OfType<MethodReference>()
            .Where(method => method.Name != nameof(ScalarExtensionMethods.ToScalar) && MakesScalar(method))
            .Select(method => method.FullName);

        public void Dispose() => _torch.Dispose();

        private bool MakesScalar(MethodReference method)
        {
            if (method.DeclaringType.FullName == typeof(Scalar).FullName || method.Name == nameof(ScalarExtensionMethods.ToScalar))
            {
                return method.Name is "op_Implicit" or nameof(ScalarExtensionMethods.ToScalar);
            }

            if (!_makesScalar.TryGetValue(method.FullName, out bool makes))
            {
                // A cycle makes nothing by itself.
                _makesScalar[method.FullName] = false;
                makes = Find(method) is { HasBody: true } found && found.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>().Any(MakesScalar);
                _makesScalar[method.FullName] = makes;
            }

            return makes;
        }

        private MethodDefinition? Find(MethodReference method)
        {
            string type = method.DeclaringType.GetElementType().FullName;
            string name = method.GetElementMethod().FullName;
            return type.StartsWith("TorchSharp.", StringComparison.Ordinal) ? _torch.GetType(type)?.Methods.FirstOrDefault(candidate => candidate.FullName == name) : null;
        }
    }
}
