/** Gmail shows this many bytes of a mail's HTML and hides the rest, the unsubscribe link with it. */
export const gmailShows = 102_400;

/** Gmail reads no style sheets of a mail that are longer together than this, in bytes. */
export const gmailStyles = 16_384;
