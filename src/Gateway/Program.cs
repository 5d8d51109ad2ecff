return await Gateway.GatewayApplication.RunAsync(args);
