export default async function startBackends(): Promise<void> {}
