#!/bin/sh
# Measures how long it takes from the end of a breaching call to the message about it; two minutes.
set -eu
cd "$(dirname "$0")/.."
published=bench/artifacts/gateway
rm -rf "$published"
dotnet publish src/Gateway -c Release -o "$published" -v quiet --nologo
dotnet build bench/load -c Release -o bench/artifacts/load -v quiet --nologo
exec dotnet bench/artifacts/load/Gateway.LoadBench.dll detection "$PWD/$published" "$@"
