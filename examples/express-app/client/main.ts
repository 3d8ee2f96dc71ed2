import { startBooking } from "./book.ts";
import { startManaging } from "./manage.ts";
import { thisPage } from "./page.ts";

const page = thisPage();
const { booking } = page.data;
if (booking === undefined) startBooking(page);
else startManaging(page, booking);
