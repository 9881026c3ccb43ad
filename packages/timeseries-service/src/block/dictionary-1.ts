/** Text that bodies are likely to repeat, likeliest last. Part of the format: never change it, add another. */
export const dictionaryText = '';
