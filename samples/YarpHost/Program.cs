using System.Security.Claims;
using Gateway;
using Gateway.Admin;
using Microsoft.AspNetCore.HttpOverrides;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddGatewayAlerting();
builder.AddGatewayAdmin(access => (access.Viewer, access.Admin) = ("Staff", "Ops"));
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")).AddLlmCapture().AddAdminIsolation();

// What such a host has anyway: a sign-in and policies of its own, pages of its own, and a reverse proxy in front of it.
builder.Services.AddAuthentication("Badge").AddCookie("Badge", options => options.LoginPath = "/sign-in");
builder.Services.AddAuthorizationBuilder().AddPolicy("Staff", policy => policy.RequireAuthenticatedUser()).AddPolicy("Ops", policy => policy.RequireClaim("team", "ops"));
builder.Services.AddRazorPages();
builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.All);

var app = builder.Build();
app.UseForwardedHeaders().UsePathBase(builder.Configuration["PathBase"]).UseRouting();
app.MapGatewayAdmin();
app.MapReverseProxy(proxy => proxy.UseLlmCapture().UseLoadBalancing());
app.MapRazorPages();
app.MapPost("/sign-in/{team}", (string team) => Results.SignIn(new(new ClaimsIdentity([new("name", $"somebody of {team}"), new("team", team)], "Badge", "name", null)), authenticationScheme: "Badge"));
app.MapGet("/api/orders", () => "an endpoint of the host's own");
app.Run();
