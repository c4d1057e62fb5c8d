import type { Plugin } from 'vite';

export function shipped(): { readonly page: Plugin; readonly worker: Plugin };
