/** What a newsletter declares, for audience expressions. */
export const known = {
  fields: ["firstName", "city", "country"],
  tags: ["member", "beta", "press-2025", "förderer"],
  lists: ["weekly", "monthly"],
};
