namespace Gateway.Alerting.Delivery;

/// <summary>A place to send to.</summary>
/// <param name="Id">As rules name it.</param>
/// <param name="Type"><c>email, slack, pagerduty, webhook, in_app</c>.</param>
/// <param name="Webhook">Its address, for a webhook.</param>
/// <param name="SendResolved">Whether it wants to hear of ends.</param>
public sealed record NotificationChannel(string Id, string Type, WebhookTarget? Webhook = null, bool SendResolved = true);

/// <summary>Where a webhook goes and how it is signed.</summary>
/// <param name="Url">http or https.</param>
/// <param name="Secret">Signing keys, newest first: while a key is being rotated a message carries a signature for each.</param>
/// <param name="Headers">Sent along as they are.</param>
public sealed record WebhookTarget(Uri Url, IReadOnlyList<WebhookSecret> Secret, IReadOnlyDictionary<string, string> Headers);
