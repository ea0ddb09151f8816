using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vespid.Gateway.Access;
using Vespid.Gateway.Channels;
using Vespid.Gateway.Delivery;
using Vespid.Gateway.Health;
using Vespid.Gateway.Http;
using Vespid.Gateway.Internal;
using Vespid.Gateway.Organizations;
using Vespid.Gateway.Sessions;
using Vespid.Gateway.SignIn;
using Vespid.Gateway.Webchat;
using Vespid.Gateway.Workflows;

namespace Vespid.Gateway.OpenApi;

/// <summary>How every request and answer looks as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(OkAnswer))]
[JsonSerializable(typeof(TokenClaims))]
[JsonSerializable(typeof(SignupRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(SignedInAnswer))]
[JsonSerializable(typeof(MeAnswer))]
[JsonSerializable(typeof(CsrfAnswer))]
[JsonSerializable(typeof(ChannelList))]
[JsonSerializable(typeof(AccountCreateRequest))]
[JsonSerializable(typeof(AccountPatchRequest))]
[JsonSerializable(typeof(AccountEnvelope))]
[JsonSerializable(typeof(AccountList))]
[JsonSerializable(typeof(AccountActionAnswer))]
[JsonSerializable(typeof(AccountStatusEnvelope))]
[JsonSerializable(typeof(SecretCreateRequest))]
[JsonSerializable(typeof(SecretRotateRequest))]
[JsonSerializable(typeof(SecretEnvelope))]
[JsonSerializable(typeof(SecretList))]
[JsonSerializable(typeof(AllowlistRequest))]
[JsonSerializable(typeof(AllowlistEnvelope))]
[JsonSerializable(typeof(AllowlistList))]
[JsonSerializable(typeof(PairingEnvelope))]
[JsonSerializable(typeof(PairingList))]
[JsonSerializable(typeof(TestSendRequest))]
[JsonSerializable(typeof(TestSendAnswer))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(OrganizationCreateRequest))]
[JsonSerializable(typeof(OrganizationPatchRequest))]
[JsonSerializable(typeof(OrganizationEnvelope))]
[JsonSerializable(typeof(OrganizationList))]
[JsonSerializable(typeof(MemberAddRequest))]
[JsonSerializable(typeof(MemberPutRequest))]
[JsonSerializable(typeof(MemberList))]
[JsonSerializable(typeof(WorkerTokenRequest))]
[JsonSerializable(typeof(WorkerTokenCreatedAnswer))]
[JsonSerializable(typeof(WorkerTokenList))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(WorkflowCreateRequest))]
[JsonSerializable(typeof(WorkflowPatchRequest))]
[JsonSerializable(typeof(WorkflowEnvelope))]
[JsonSerializable(typeof(WorkflowList))]
[JsonSerializable(typeof(RunEnvelope))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(SessionCreateRequest))]
[JsonSerializable(typeof(SessionEnvelope))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(SessionDetailAnswer))]
[JsonSerializable(typeof(TurnRequest))]
[JsonSerializable(typeof(OutboxEnvelope))]
[JsonSerializable(typeof(OutboxList))]
[JsonSerializable(typeof(DeadLetterRequest))]
[JsonSerializable(typeof(DeadLetterAnswer))]
[JsonSerializable(typeof(StubList))]
[JsonSerializable(typeof(TriggerRunRequest))]
[JsonSerializable(typeof(InternalTestSendRequest))]
[JsonSerializable(typeof(WorkClaimRequest))]
[JsonSerializable(typeof(WorkHeartbeatRequest))]
[JsonSerializable(typeof(WorkCompleteRequest))]
[JsonSerializable(typeof(WorkFailRequest))]
[JsonSerializable(typeof(WorkList))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(WebchatSessionAnswer))]
[JsonSerializable(typeof(WebchatReplyEvent))]
[JsonSerializable(typeof(Guid?))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(DateTimeOffset?))]
internal sealed partial class GatewayJson : JsonSerializerContext;
