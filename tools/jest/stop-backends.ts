export default async function stopBackends(): Promise<void> {}
