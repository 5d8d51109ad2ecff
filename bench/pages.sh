#!/bin/sh
# Measures every page of the admin and the answers behind them over 10,000 rules, a million alerts and ten million calls, and writes the table to
# bench/results.md. The first run fills a database (five gigabytes, a quarter of an hour); later ones add the calls since and take three minutes.
#   bench/pages.sh [folder that keeps the database]
set -eu
cd "$(dirname "$0")/.."
published=bench/artifacts/gateway
rm -rf "$published"
dotnet publish src/Gateway -c Release -o "$published" -v quiet --nologo
dotnet build bench/pages -c Release -o bench/artifacts/pages -v quiet --nologo
exec dotnet bench/artifacts/pages/Gateway.PagesBench.dll "$PWD/$published" "${1:-${TMPDIR:-/tmp}/gateway-pages-bench}" bench/results.md
