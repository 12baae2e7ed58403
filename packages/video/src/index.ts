export { drawMotion, motionClasses } from './draw-motion.ts';
export { motion } from './motion.ts';
