using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Http;

/// <summary>Metadata of endpoints whose errors are not the API's JSON. The answer is empty and has its status.</summary>
internal interface IErrorForm
{
    Task WriteAsync(HttpContext context, int status, ApiError error);
}
