export function firstLoad(dist: string): string[];
