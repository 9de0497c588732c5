import { SHIRTS } from '../event/prizes.ts'

/** A shirt as people choose it: ids of the event file. A prize without size stands as a colour of its own, its size ''. */
export type Shirt = { colour: string; size: string }

/** One line of stock: `black-2XL`, or `mug` for a prize without size. Neither a colour's id nor a size holds a hyphen. */
export type Sku = string

/** `black-2XL`; of a thing without size its colour alone, `mug`. */
export function toSku({ colour, size }: Shirt): Sku {
  return size === '' ? colour : `${colour}-${size}`
}

/** The other way round; whether the event has such a shirt is not looked at. */
export function toShirt(sku: Sku): Shirt {
  const [colour = '', size = ''] = sku.split('-')
  return { colour, size }
}

/** To which prize of the event file it belongs: `shirts`, or the prize's own id. */
export function prizeOf({ colour, size }: Shirt): string {
  return size === '' ? colour : SHIRTS
}
