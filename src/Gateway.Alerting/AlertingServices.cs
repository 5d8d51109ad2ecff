using Gateway.Alerting.Analytics;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Channels.Alertmanager;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Delivery.Setup;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.People;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting;

/// <summary>The engine's parts, in the order in which a call meets them.</summary>
public static class AlertingServices
{
    /// <summary>Adds storage, prices, rules, engine and delivery. Their settings are the sections <c>Alerting</c> and <c>Notifications</c>.</summary>
    public static IServiceCollection AddAlerting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAlertingOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TimeProviderScheduler>();
        services.AddSingleton(provider => new LocalDays(provider.GetRequiredService<TimeProvider>(), provider.Alerting().FindZone()));
        services.AddSingleton<SystemHealth>();
        services.AddStorage(configuration);
        services.AddCalls();
        services.AddChannels();
        services.AddRules();
        services.AddRouting();
        services.AddPeople();
        services.AddEngine();
        services.AddDelivery();
        return services;
    }

    private static void AddAlertingOptions(this IServiceCollection services)
    {
        services.AddSettings<AlertingOptions>(AlertingOptions.Section);
        services.AddSettings<NotificationsOptions>(NotificationsOptions.Section);
        services.AddOptions<NotificationsOptions>()
            .Configure<IConfiguration>((options, configuration) => options.Environment = EnvironmentChannels.Read(configuration));
        services.AddSingleton<IValidateOptions<NotificationsOptions>, NotificationsOptionsValidator>();
        services.AddSingleton<IValidateOptions<AlertingOptions>, AlertingOptionsValidator>();
    }

    private static void AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => new SqliteDatabase(provider.Alerting().Database, provider.ContentRoot()));
        services.AddSingleton<SqliteWriter>();
        services.AddSingleton<SqliteCallStore>();
        services.AddSingleton<ICallStore>(provider => provider.GetRequiredService<SqliteCallStore>());
        services.AddSingleton<SqliteCallLog>();
        services.AddSingleton<ICallLog>(provider => provider.GetRequiredService<SqliteCallLog>());
        services.AddSingleton<ICallHistory>(provider => provider.GetRequiredService<SqliteCallLog>());
        services.AddSingleton<ICallRollups, SqliteCallRollups>();
        services.AddSingleton<ICallAnalytics, SqliteCallAnalytics>();
        services.AddSingleton<AnalyticsDesk>();
        services.AddSingleton<CostOutlook>();
        services.AddHostedService<RollupFold>();
        services.AddSingleton(RetentionOptions.Read(configuration));
        services.AddHostedService<CallRetention>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<IAlertStore, SqliteAlertStore>();
        services.AddSingleton<IAlertLog, SqliteAlertLog>();
        services.AddSingleton<IAlertStatistics, SqliteAlertStatistics>();
        services.AddSingleton<IAlertDesk, SqliteAlertDesk>();
        services.AddSingleton<IRuleDays, SqliteRuleDays>();
        services.AddSingleton<DeliveryChanges>();
        services.AddSingleton<IDeliveryOutbox, SqliteDeliveryOutbox>();
        services.AddSingleton<IDeliveryDigests, SqliteDeliveryDigests>();
        services.AddSingleton<IDeliveryLog, SqliteDeliveryLog>();
        services.AddSingleton<IDeliveryDesk, SqliteDeliveryDesk>();
        services.AddSingleton<IToldAlerts, SqliteToldAlerts>();
        services.AddSingleton<IInbox, SqliteInbox>();
        services.AddSingleton<IAuditLog, SqliteAuditLog>();
        services.AddSingleton<IRuleStore, SqliteRuleStore>();
    }

    private static void AddCalls(this IServiceCollection services)
    {
        services.AddSingleton<CallFeed>();
        services.AddSingleton<InFlightCalls>();
        services.AddSingleton<CallImport>();
        services.AddSingleton<GenAiInstruments>();
        services.AddSingleton(provider => new LivePriceBook(
            Path.GetFullPath(provider.Alerting().Prices, provider.ContentRoot()),
            provider.GetRequiredService<SystemHealth>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LivePriceBook>>()));
        services.AddSingleton<IPriceBook>(provider => provider.GetRequiredService<LivePriceBook>());
        services.AddSingleton<IPriceExplainer>(provider => provider.GetRequiredService<LivePriceBook>());
    }

    private static void AddChannels(this IServiceCollection services)
    {
        services.AddSingleton<IChannelStore, SqliteChannelStore>();
        services.AddSingleton<IChannelRecord, SqliteChannelRecord>();
        services.AddSingleton(provider => provider.Notifications().Hosts);
        services.AddSingleton<StoredChannels>();
        services.AddSingleton(provider => StoredChannelLoading.Begin(ChannelDirectory.Of(provider.Notifications().ReadEntries()), provider.GetRequiredService<StoredChannels>()));
        services.AddSingleton<ChannelForms>();
        services.AddSingleton<ChannelUses>();
        services.AddSingleton(provider => new ChannelRenewal(
            provider.GetRequiredService<ChannelGates>(),
            provider.GetRequiredService<IHeldDeliveries>(),
            provider.GetRequiredService<OutboxSignal>().Raise,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ChannelDesk>();
        services.AddSingleton<ChannelTrial>();
        services.AddHostedService<StoredChannelLoading>();
    }

    private static void AddRules(this IServiceCollection services)
    {
        services.AddSingleton(provider => new RuleCompiler(() => provider.GetRequiredService<ChannelDirectory>().Ids));
        services.AddSingleton(provider =>
        {
            var rules = new RuleSetProvider(
                Path.GetFullPath(provider.Alerting().Rules, provider.ContentRoot()),
                provider.Alerting().Rules,
                provider.GetRequiredService<RuleCompiler>(),
                provider.GetRequiredService<SystemHealth>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<RuleSetProvider>>(),
                isOptional: provider.GetRequiredService<IConfiguration>()[$"{AlertingOptions.Section}:{nameof(AlertingOptions.Rules)}"] is null);
            provider.GetRequiredService<ChannelDirectory>().IdsChanged += rules.Recheck;
            return rules;
        });
        services.AddSingleton<RuleDesk>();
        services.AddHostedService<StoredRuleLoading>();
    }

    private static void AddEngine(this IServiceCollection services)
    {
        services.AddSingleton<RuleTrial>();
        services.AddSingleton<PastQuiet>();
        services.AddSingleton<Backtest>();
        services.AddSingleton<AlertMemory>();
        services.AddSingleton<RuleHealthBoard>();
        services.AddSingleton<AlertChanges>();
        services.AddSingleton<AlertTally>();
        services.AddSingleton<LiveMetricsSource>();
        services.AddSingleton<ILiveFeed>(provider => provider.GetRequiredService<LiveMetricsSource>());
        services.AddSingleton<EngineRestore>();
        services.AddSingleton<WindowFill>();
        services.AddSingleton<OrphanedAlerts>();
        services.AddSingleton<PipelineSupervisor>();
        // The recorder starts before the engine and stops after it: what the last tick saw is still stored.
        services.AddSingleton<AlertRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertRecorder>());
        services.AddHostedService<AlertEngine>();
    }

    private static void AddDelivery(this IServiceCollection services)
    {
        services.AddHttpClient(OutboundHttp.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => OutboundHttp.CreateHandler(provider.GetRequiredService<ReceiverHosts>()))
            .RemoveAllLoggers();
        services.AddSingleton(provider => new Announcer(provider.Notifications().DashboardName, provider.Notifications().PublicUrl));
        services.AddChannelSenders(provider => provider.Notifications().PagerDuty.Endpoint);
        services.AddSingleton(provider => provider.Notifications().Retry.ToSchedule());
        services.AddSingleton<ChannelGates>();
        services.AddHostedService<DeliveryWorker>();
        services.AddHostedService<AlertmanagerUpkeep>();
    }

    private static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<IPreferenceStore, SqlitePreferenceStore>();
        services.AddSingleton<PreferencesDesk>();
        services.AddSingleton<IApiKeyStore, SqliteApiKeyStore>();
    }

    private static void AddRouting(this IServiceCollection services)
    {
        services.AddSingleton<ISilenceStore, SqliteSilenceStore>();
        services.AddSingleton<SilenceDesk>();
        services.AddSingleton<IRouteStore, SqliteRouteStore>();
        services.AddSingleton<RouteDesk>();
        services.AddSingleton<RoutePreview>();
        services.AddSingleton(provider => new RouteBook(
            Path.GetFullPath(provider.Notifications().Routes, provider.ContentRoot()),
            provider.Notifications().Routes,
            provider.GetRequiredService<ChannelDirectory>(),
            provider.GetRequiredService<SystemHealth>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RouteBook>>()));
        services.AddSingleton(provider => new NotificationPolicy(
            provider.GetRequiredService<ChannelDirectory>(),
            provider.GetRequiredService<RouteBook>(),
            id => provider.GetRequiredService<RuleSetProvider>().Entries.Find(id)?.Definition));
        services.AddSingleton<IHeldDeliveries, SqliteHeldDeliveries>();
        services.AddHostedService<HeldRelease>();
    }

    private static NotificationsOptions Notifications(this IServiceProvider provider) => provider.GetRequiredService<IOptions<NotificationsOptions>>().Value;

    private static AlertingOptions Alerting(this IServiceProvider provider) => provider.GetRequiredService<IOptions<AlertingOptions>>().Value;

    private static string ContentRoot(this IServiceProvider provider) => provider.GetRequiredService<IHostEnvironment>().ContentRootPath;
}
