if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine("usage: LightHost MODEL.zip USER [N]");
    return 1;
}

return 0;
