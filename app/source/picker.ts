/** The element that lets the reader choose a file: a command clicks it. */
export const FILE_PICKER = 'file-picker';
