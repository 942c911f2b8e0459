import { readdirSync } from 'node:fs';
import path from 'node:path';
import { CHECKOUT, drainMs, envFile, unknownVariables, yaml } from './files';

/** The manifests: that they fit each other and the gateway. They were checked against Kubernetes' schemas once. */

const FOLDER = 'deploy/kubernetes';

interface Container {
  image: string;
  command?: string[];
  ports?: { name: string; containerPort: number }[];
  envFrom?: { configMapRef?: { name: string }; secretRef?: unknown }[];
  env: {
    name: string;
    value?: string;
    valueFrom?: { secretKeyRef: { name: string; key: string; optional?: boolean } };
  }[];
  securityContext: object;
  resources: { requests: object; limits: { memory: string } };
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  startupProbe?: Probe;
}
interface Probe {
  httpGet: { path: string; port: string };
}
interface PodTemplate {
  metadata: { labels: Record<string, string> };
  spec: {
    securityContext: object;
    automountServiceAccountToken: boolean;
    terminationGracePeriodSeconds?: number;
    containers: [Container];
  };
}
interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: Record<string, unknown> & { selector?: { matchLabels: object }; podSelector?: { matchLabels: object } };
}
interface Kustomization {
  resources: string[];
  configMapGenerator?: { name: string; envs: string[] }[];
  images: { name: string; newTag: string }[];
}

const deployment = yaml<Manifest & { spec: { template: PodTemplate; replicas?: number } }>(`${FOLDER}/deployment.yaml`);
const job = yaml<Manifest & { spec: { template: PodTemplate } }>(`${FOLDER}/migrate/job.yaml`);
const { template } = deployment.spec;
const [gateway] = template.spec.containers;
const settings = envFile(`${FOLDER}/gateway.env`);
const kustomization = yaml<Kustomization>(`${FOLDER}/kustomization.yaml`);

test('everything that selects pods selects the gateway’s', () => {
  const { labels } = template.metadata;
  expect(deployment.spec.selector?.matchLabels).toEqual(labels);
  expect(yaml<Manifest>(`${FOLDER}/service.yaml`).spec.selector).toEqual(labels);
  expect(yaml<Manifest>(`${FOLDER}/disruption-budget.yaml`).spec.selector?.matchLabels).toEqual(labels);
  expect(yaml<Manifest>(`${FOLDER}/network-policy.yaml`).spec.podSelector?.matchLabels).toEqual(labels);
  expect(yaml<Manifest>(`${FOLDER}/autoscaler.yaml`).spec['scaleTargetRef']).toMatchObject({
    kind: deployment.kind,
    name: deployment.metadata.name,
  });
  const migration = job.spec.template.metadata.labels;
  expect(yaml<Manifest>(`${FOLDER}/migrate/network-policy.yaml`).spec.podSelector?.matchLabels).toEqual(migration);
  expect(migration).not.toEqual(labels);
});

test('it lives by /livez and is ready by /readyz, at the port it listens on', () => {
  expect(gateway.ports).toEqual([{ name: 'http', containerPort: Number(settings['PORT']) }]);
  expect(gateway.livenessProbe?.httpGet).toEqual({ path: '/livez', port: 'http' });
  expect(gateway.startupProbe?.httpGet).toEqual({ path: '/livez', port: 'http' });
  expect(gateway.readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 'http' });
  expect(yaml<Manifest>(`${FOLDER}/service.yaml`).spec['ports']).toMatchObject([{ targetPort: 'http' }]);
});

test('a pod that drains is not killed, and no rollout or emptied node takes two at a time', () => {
  const seconds = template.spec.terminationGracePeriodSeconds ?? 0;
  expect(seconds * 1_000).toBeGreaterThan(drainMs(settings));
  expect(deployment.spec['strategy']).toEqual({ rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
  expect(yaml<Manifest>(`${FOLDER}/disruption-budget.yaml`).spec['maxUnavailable']).toBe(1);
  const { minReplicas, maxReplicas } = yaml<Manifest>(`${FOLDER}/autoscaler.yaml`).spec;
  expect([minReplicas, maxReplicas]).toEqual([2, 10]);
  expect(deployment.spec.replicas).toBeUndefined();
});

test('variables are ones the gateway reads; secrets are referred to, and made by nobody here', () => {
  const containers = [gateway, ...job.spec.template.spec.containers];
  const named = containers.flatMap(({ env }) => env);
  expect(unknownVariables([...Object.keys(settings), ...named.map(({ name }) => name)])).toEqual([]);
  expect(named.filter(({ value }) => value !== undefined)).toEqual([]);
  expect(named.map(({ valueFrom }) => valueFrom?.secretKeyRef.name)).toEqual(named.map(() => 'stms-gateway'));
  expect(Object.keys(settings).filter((name) => /SECRET|PASSWORD|URL|CODE/.test(name))).toEqual([]);
  const required = gateway.env.filter(({ valueFrom }) => !valueFrom?.secretKeyRef.optional).map(({ name }) => name);
  expect(required).toEqual(['DATABASE_URL', 'REDIS_URL', 'JWT_SECRET']);
  expect(settings).toHaveProperty('TRAINER_REGISTRATION');
});

test('nothing runs as root, can become it, or can change its files', () => {
  for (const { spec } of [template, job.spec.template]) {
    expect(spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.automountServiceAccountToken).toBe(false);
    for (const { securityContext, resources } of spec.containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(resources).toMatchObject({
        requests: { cpu: expect.any(String) },
        limits: { memory: expect.any(String) },
      });
    }
  }
});

test('the network lets in and out nothing but what is named', () => {
  const { policyTypes, ingress, egress } = yaml<Manifest>(`${FOLDER}/network-policy.yaml`).spec;
  expect(policyTypes).toEqual(['Ingress', 'Egress']);
  expect((ingress as { from?: object[] }[]).filter(({ from }) => !from?.length)).toEqual([]);
  const ports = (egress as { ports: { port: number }[] }[]).flatMap((rule) => rule.ports.map(({ port }) => port));
  expect(ports).toEqual([53, 53, 5432, 6379, 4318]);
  expect(yaml<Manifest>(`${FOLDER}/migrate/network-policy.yaml`).spec['policyTypes']).toEqual(['Ingress', 'Egress']);
});

test('the kustomizations name every file but what is left to the cluster, and one version, which is this one', () => {
  const files = readdirSync(path.join(CHECKOUT, FOLDER)).filter((file) => file.endsWith('.yaml'));
  const left = files.filter((file) => !kustomization.resources.includes(file));
  expect(left.sort()).toEqual(['ingress.yaml', 'kustomization.yaml', 'service-monitor.yaml']);
  expect(kustomization.configMapGenerator).toEqual([{ name: 'stms-gateway', envs: ['gateway.env'] }]);
  expect(gateway.envFrom).toEqual([{ configMapRef: { name: 'stms-gateway' } }]);

  const migrate = yaml<Kustomization>(`${FOLDER}/migrate/kustomization.yaml`);
  expect(migrate.images).toEqual(kustomization.images);
  const { version } = yaml<{ version: string }>('package.json');
  expect(kustomization.images).toMatchObject([{ name: gateway.image, newTag: version }]);
  expect(job.spec.template.spec.containers[0]).toMatchObject({
    image: gateway.image,
    command: ['node', 'dist/commands/db-migrate.js'],
  });
});
