// The language of the page: Chinese is the source, English the other.

export const english = typeof document !== "undefined" && document.documentElement.lang.startsWith("en");
