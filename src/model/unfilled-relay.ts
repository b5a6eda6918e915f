/** The host of the relay that `init` writes. Nobody is there: example.org belongs to nobody. */
export const unfilledRelayHost = "smtp.example.org";
