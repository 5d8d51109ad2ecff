using Gateway.Admin.Security;
using Gateway.Alerting.History;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>What pages and API say about acts on alerts.</summary>
internal static class AlertWords
{
    public const string NoSuchAlert = "there is no such alert";

    /// <summary>Deleting takes away what others may need: it is for admins.</summary>
    public static string RoleFor(AlertAct act) => act == AlertAct.Delete ? AdminRoles.Admin : AdminRoles.Operator;

    /// <summary>Why an alert's status does not allow an act.</summary>
    public static string WhyNot(AlertAct act) => act switch
    {
        AlertAct.Delete => "This alert is not resolved; resolve it, then it can be deleted.",
        AlertAct.Unacknowledge => $"Only your own acknowledgement can be taken back, within {AlertUndo.Window.TotalSeconds:0} s.",
        _ => "This alert is resolved; only open alerts can be acknowledged.",
    };

    /// <summary>Past tense, small.</summary>
    public static string Done(AlertAct act) => act switch
    {
        AlertAct.Acknowledge => "acknowledged",
        AlertAct.Resolve => "resolved",
        AlertAct.Unacknowledge => "open again",
        _ => "deleted",
    };
}
