export const en = {
  "regions.location.choose-rest": "We know that point is in {region}. Choose the district and village.",
  "regions.location.confirm": "That point is close to a boundary. Is it in {region}?",
  "regions.search.none": "There is no region named “{text}”. Check the spelling.",
  "regions.load.bad-row": "The region file is wrong in line {line}.",
  "regions.load.empty": "The region file is empty.",
} as const;
