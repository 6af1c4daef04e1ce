@echo off
rem The same verbs as build.sh: build demo | test | bench | notebooks | pack | api
setlocal
cd /d "%~dp0"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
set SOLUTION=Microsoft.ML.GlobalLocal.sln
if "%1"=="demo" goto demo
if "%1"=="test" goto test
if "%1"=="bench" goto bench
if "%1"=="notebooks" goto notebooks
if "%1"=="pack" goto pack
if "%1"=="api" goto api
echo usage: build demo ^| test ^| bench ^| notebooks ^| pack ^| api 1>&2
exit /b 2

:demo
dotnet run -c Release --project src\Microsoft.ML.GlobalLocal.Tool -- demo || exit /b
for %%u in (gimp krita vlc) do dotnet run -c Release -f net10.0 --project tests\Microsoft.ML.GlobalLocal.LightHost -- artifacts\demo\model.zip %%u 10 || exit /b
exit /b 0

:bench
dotnet run -c Release --project tests\Microsoft.ML.GlobalLocal.Benchmarks -- %2 %3 %4 %5 %6 %7 %8 %9
exit /b

:notebooks
dotnet run -c Release --project tests\Microsoft.ML.GlobalLocal.Notebooks -- notebooks --outputs || exit /b
exit /b 0

:test
dotnet restore %SOLUTION% || exit /b
dotnet format %SOLUTION% --no-restore --verify-no-changes || exit /b
dotnet build %SOLUTION% --no-restore -c Release || exit /b
if exist artifacts\tests rmdir /s /q artifacts\tests
set STATUS=0
dotnet test %SOLUTION% --no-build -c Release || set STATUS=1
dotnet run eng\TestSummary.cs artifacts\tests || set STATUS=1
exit /b %STATUS%

:pack
if exist artifacts\packages rmdir /s /q artifacts\packages
if not defined SOURCE_DATE_EPOCH for /f %%t in ('git log -1 --format^=%%ct 2^>nul') do set SOURCE_DATE_EPOCH=%%t
dotnet pack %SOLUTION% -c Release -o artifacts\packages -p:ContinuousIntegrationBuild=true %2 %3 %4 %5
exit /b

:api
dotnet restore %SOLUTION% || exit /b
for /d %%d in (src\*) do if exist %%d\PublicAPI.Unshipped.txt (
    echo #nullable enable> %%d\PublicAPI.Unshipped.txt
    dotnet format analyzers %%d\%%~nxd.csproj --no-restore --diagnostics RS0016 --severity warn || exit /b
)
exit /b
