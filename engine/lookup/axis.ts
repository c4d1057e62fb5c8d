/** What equal widths mean: equal numbers of events, equal time, or phases each as wide as the square root of their events, so
 *  that a phase of fifty events is seen beside one of forty thousand. */
export const AXES = ['phases', 'steps', 'time'] as const;
export type Axis = (typeof AXES)[number];
