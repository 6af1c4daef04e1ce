#!/usr/bin/env bash
# One script for all: ./build.sh demo | test | notebooks. Needs the .NET SDK and nothing else; restore and build come with each verb.
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

# Their twins and outputs, after a change of their cells.
run_notebooks() {
    dotnet run -c Release --project tests/Microsoft.ML.GlobalLocal.Notebooks -- notebooks --outputs
}

case "${1:-}" in
    demo) run_demo ;;
    test) run_tests ;;
    notebooks) run_notebooks ;;
    *)
        echo "usage: $0 demo | test | notebooks" >&2
        exit 2
        ;;
esac
