/** A shirt as people choose it: ids of the event file. */
export type Shirt = { colour: string; size: string }

/** One line of stock: `black-2XL`. Neither a colour's id nor a size holds a hyphen. */
export type Sku = string

export function toSku({ colour, size }: Shirt): Sku {
  return `${colour}-${size}`
}

export function toShirt(sku: Sku): Shirt {
  const [colour = '', size = ''] = sku.split('-')
  return { colour, size }
}
