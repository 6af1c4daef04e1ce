namespace Microsoft.ML.GlobalLocal;

/// <summary>One user's case in leave-one-out evaluation: a held-out item to be ranked among items that the user has not seen.</summary>
/// <param name="User">The user's index; -1 where training did not have it, which counts with zeros.</param>
/// <param name="Positive">The held-out item; -1 where training did not have it, which ranks last.</param>
/// <param name="Negatives">The items to rank it among; those that training did not have are left out and rank below all others.</param>
public sealed record LeaveOneOutCase(int User, int Positive, int[] Negatives);
