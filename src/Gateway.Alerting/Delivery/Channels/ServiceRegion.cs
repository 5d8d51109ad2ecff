namespace Gateway.Alerting.Delivery.Channels;

/// <summary>Which of a service's two homes an account lives in.</summary>
internal enum ServiceRegion
{
    Us,
    Eu,
}
