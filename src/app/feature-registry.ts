import type { Feature, FeatureInstance, Kit } from '../shared/feature';

/** The features of one running gateway, created in the order of their list. */
export class FeatureRegistry {
  private readonly instances = new Map<Feature, FeatureInstance>();

  constructor(features: readonly Feature[], kit: Kit) {
    for (const feature of features) {
      const used = Object.entries(feature.uses).map(([name, one]) => [name, this.get(one)] as const);
      // `defineFeature` has checked that `create` takes exactly these.
      this.instances.set(feature, feature.create(kit, Object.fromEntries(used) as never));
    }
  }

  /** @throws Error if the feature is not in the list, or is listed after one that uses it */
  get<Instance extends FeatureInstance>(feature: Feature<Instance>): Instance {
    const instance = this.instances.get(feature);
    if (!instance) throw new Error(`app/features.ts must list ${feature.name} before the features that use it`);
    return instance as Instance;
  }

  all(): FeatureInstance[] {
    return [...this.instances.values()];
  }

  /** The container that type-graphql takes resolvers from. */
  resolverOf(): { get(type: unknown): unknown } {
    const resolvers = this.all().flatMap((instance) => instance.resolvers);
    const byClass = new Map<unknown, object>(resolvers.map((resolver) => [resolver.constructor, resolver]));
    return { get: (type) => byClass.get(type) };
  }
}
