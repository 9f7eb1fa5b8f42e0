import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import {
  ClusterInfo,
  type Empty,
  EndPoint,
  GossipService,
  MemberInfo,
  ServerFeaturesService,
  StreamsService,
  SupportedMethod,
  SupportedMethods,
  uuidOf,
} from './protocol.js';
import type { CallFailure } from './refusal.js';

type Call<Response> = ServerUnaryCall<InstanceType<typeof Empty>, Response>;
type Refusal = (call: { getPeer(): string }) => CallFailure | undefined;

/** The version whose behaviour the double has. */
const version = '23.10.6';

const features: Readonly<Record<string, readonly string[]>> = {
  read: ['position', 'events'],
  batchappend: ['deadline_duration'],
};

const methodsOf = (service: Readonly<Record<string, { readonly path: string }>>) =>
  Object.values(service).map(({ path }) => {
    // The server tells the names in lower case.
    const [, serviceName, methodName] = path.toLowerCase().split('/') as [string, string, string];
    return new SupportedMethod()
      .setServiceName(serviceName)
      .setMethodName(methodName)
      .setFeaturesList([...(features[methodName] ?? [])]);
  });

/** The first thing that a client asks for. */
export const supportedMethods =
  (refusalOf: Refusal) =>
  (call: Call<SupportedMethods>, done: sendUnaryData<SupportedMethods>): void => {
    const refusal = refusalOf(call);
    if (refusal) return done(refusal);
    const services = [StreamsService, GossipService, ServerFeaturesService] as unknown as Parameters<
      typeof methodsOf
    >[0][];
    const methods = services.flatMap(methodsOf);
    return done(null, new SupportedMethods().setEventStoreServerVersion(version).setMethodsList(methods));
  };

type SupportedMethods = InstanceType<typeof SupportedMethods>;

interface Node {
  readonly host: string;
  readonly port: number;
}

const { VNodeState } = MemberInfo;

const memberOf = ({ host, port }: Node, index: number, leads: boolean) =>
  new MemberInfo()
    .setInstanceId(uuidOf(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, true))
    .setTimeStamp(String(BigInt(Date.now()) * 10_000n))
    .setState(leads ? VNodeState.LEADER : VNodeState.FOLLOWER)
    .setIsAlive(true)
    .setHttpEndPoint(new EndPoint().setAddress(host).setPort(port));

/** Who is in the cluster, and who leads it. */
export const gossip =
  (nodes: () => readonly Node[], leader: () => number) =>
  (_call: Call<InstanceType<typeof ClusterInfo>>, done: sendUnaryData<InstanceType<typeof ClusterInfo>>): void => {
    const members = nodes().map((node, index) => memberOf(node, index, index === leader()));
    done(null, new ClusterInfo().setMembersList(members));
  };
