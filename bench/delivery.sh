#!/bin/sh
# Measures how many messages a second the delivery worker sends, and how long pages of the delivery log take at a million messages; two minutes.
set -eu
cd "$(dirname "$0")/.."
exec dotnet run -c Release --project bench/Gateway.Benchmarks -- delivery
