#!/usr/bin/env bash
# One script for all: ./build.sh demo | test | bench | notebooks | pack | api. Needs the .NET SDK and nothing else; restore and build come with each verb.
set -eu
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

solution=Microsoft.ML.GlobalLocal.sln

run_demo() {
    dotnet run -c Release --project src/Microsoft.ML.GlobalLocal.Tool -- demo
    # The same model in a second process that has no libtorch.
    for user in gimp krita vlc; do
        dotnet run -c Release -f net10.0 --project tests/Microsoft.ML.GlobalLocal.LightHost -- artifacts/demo/model.zip "$user" 10
    done
}

run_tests() {
    dotnet restore "$solution"
    dotnet format "$solution" --no-restore --verify-no-changes
    dotnet build "$solution" --no-restore -c Release
    rm -rf artifacts/tests
    local status=0
    dotnet test "$solution" --no-build -c Release || status=$?
    # The summary comes last, and a runner that failed is a failure whatever its files say.
    dotnet run eng/TestSummary.cs artifacts/tests || status=1
    return "$status"
}

# All benchmarks, or with --quick a small selection; other options go to BenchmarkDotNet: --filter '*Generator*'. Into artifacts/benchmarks.
run_bench() {
    dotnet run -c Release --project tests/Microsoft.ML.GlobalLocal.Benchmarks -- "$@"
}

# Their twins and outputs, after a change of their cells.
run_notebooks() {
    dotnet run -c Release --project tests/Microsoft.ML.GlobalLocal.Notebooks -- notebooks --outputs
}

# The packages, into artifacts/packages. What follows the verb goes to dotnet pack: -p:PackageIdPrefix=Contoso.GlobalLocal.
run_pack() {
    rm -rf artifacts/packages
    # The same commit gives the same bytes, so the files in the packages have its time.
    if [ -z "${SOURCE_DATE_EPOCH:-}" ] && SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null); then
        export SOURCE_DATE_EPOCH
    fi
    dotnet pack "$solution" -c Release -o artifacts/packages -p:ContinuousIntegrationBuild=true "$@"
}

# Writes what the libraries offer into their PublicAPI.Unshipped.txt, after a change that was meant.
run_api() {
    local file project
    dotnet restore "$solution"
    for file in src/*/PublicAPI.Unshipped.txt; do
        echo '#nullable enable' > "$file"
        project=$(dirname "$file")
        dotnet format analyzers "$project/$(basename "$project").csproj" --no-restore --diagnostics RS0016 --severity warn
    done
}

case "${1:-}" in
    demo) run_demo ;;
    test) run_tests ;;
    bench) shift; run_bench "$@" ;;
    notebooks) run_notebooks ;;
    pack) shift; run_pack "$@" ;;
    api) run_api ;;
    *)
        echo "usage: $0 demo | test | bench | notebooks | pack | api" >&2
        exit 2
        ;;
esac
