using Gateway.Alerting.Storage.Sqlite;
using Gateway.Bench;
using Gateway.PagesBench;

// The directory of the published gateway, a folder that keeps the data for the next time, and the report to put the table into, if any.
var (published, folder, report) = (args[0], args[1], args.ElementAtOrDefault(2));
const int Calls = 10_000_000;
const int Alerts = 1_000_000;
const int Rules = 10_000;
Directory.CreateDirectory(folder);
var database = new SqliteDatabase("Data Source=pages.db", folder);
SqliteMigrations.Apply(database);
RuleFiles.Write(Path.Combine(folder, "rules"), Rules);
await new AlertHistory(database, Alerts, Rules).WriteAsync();
await new CallHistory(database, Calls).WriteAsync();

using var gateway = new PublishedGateway(published, folder);
await gateway.SignInAsync();
var measured = await PagesReport.MeasureAsync(gateway, $"{Rules:N0} rules, {Alerts:N0} alerts, {Calls:N0} calls of 90 days");
Console.WriteLine();
Console.WriteLine(measured);
if (report is not null)
    ResultsFile.Put(report, measured);
