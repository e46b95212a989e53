export { FakeKubernetes } from './fake-kubernetes.ts';
