/** Tables for a reader: what changed since the mail, and where costs are from. No part of the first load, so that they have a
 *  door of their own. */
export { CHANGES } from './mm/era.ts';
export { ROWS } from './mm/measured.ts';
export { COST_PROFILES, type CostProfile, type CostSource } from './mm/profiles.ts';
