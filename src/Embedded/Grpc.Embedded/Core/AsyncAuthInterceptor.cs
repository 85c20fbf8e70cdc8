namespace Grpc.Core;

/// <summary>Adds headers, such as an access token, to a call that is about to start.</summary>
/// <param name="context">Which call.</param>
/// <param name="metadata">Takes the headers.</param>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
