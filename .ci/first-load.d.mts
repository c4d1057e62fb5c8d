export function firstLoad(dist: string): { page: string[]; worker: string[] };
